"""All that touches Streamlit's private parts, one file per fault."""
