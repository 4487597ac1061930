"""PROJECT, the machinery: records read and checked, one transaction per batch, folds, replays. `hub/views` says what is folded."""
