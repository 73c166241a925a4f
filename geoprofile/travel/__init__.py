"""Travel time: from places to zones, over streets or in a straight line."""
