"""What planners do in one action, each undone as one: staging, confirming, recommending."""
