# Help for a newcomer, for somebody who manages the server, and where thanks are off.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general
jo may manage server
the server has no system channel

new-hire: /help
expect new-hire sees: What I do here … Two sides … /contrast … /prompt … /reframe … /recognize … /recognition givers … /me … the essay on legacy … the essay on creating value … What I keep … I don't read your messages
expect #general nothing
jo: /help
expect jo sees: For you, with Manage Server … /setup
new-hire: /help
expect new-hire sees: What I do here
expect new-hire sees not: Manage Server

# What is off vanishes.
jo: /setup zone:Europe/Berlin
expect jo sees: prompts and thanks
jo clicks "Change"
expect jo sees: Any other zone
jo clicks "Switch thanks off"
expect jo sees: prompts
jo clicks "Done"
expect jo sees: prompts
jo clicks "Start"
expect jo sees: First one
expect #general: I'll post a prompt here
new-hire: /help
expect new-hire sees: What I do here
expect new-hire sees not: /recognize
