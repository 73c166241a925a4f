"""Messages and audiences: who gets which message, and the files that channels take, opposition first."""
