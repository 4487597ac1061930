"""SHOW: pages, API and live updates, behind sign-in and one policy. Knows the store, the views and the alerts; only the app knows it."""
