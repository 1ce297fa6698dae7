"""What the server sends beside Streamlit's own pages: the German shell, headers, plain routes."""
