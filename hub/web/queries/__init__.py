"""What pages and API ask: every function takes the viewer and carries the policy; the number of queries never grows with rows."""
