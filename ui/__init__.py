"""All that knows Streamlit or plotly and is shared by pages."""
