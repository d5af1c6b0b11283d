// Package bot is the Discord edge. It owns the connection and its supervisor,
// the one answer that every interaction gets within Discord's three seconds,
// the work that is done in Discord besides (posts, edits, deletions, roles),
// limits of length and rate, mentions, panics, and who gets to see an error.
//
// It must not know what any command means or where rows live. It is handed a
// list of actions and the few small interfaces that it declares here.
package bot
