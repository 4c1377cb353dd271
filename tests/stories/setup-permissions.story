# What is off for the bot is named before anything starts, and looked at again on every press.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily, #hidden
jo may manage server
expect #general: Hello
bot lacks "Embed Links" in #daily
bot lacks "View Channel" in #hidden

jo in #daily: /setup zone:Europe/Berlin
expect jo sees: Embed Links is off for me in #daily … Channel settings → Permissions → Clarion → Embed Links
expect button "Check again"
jo clicks "Start"
expect refused: Start
jo clicks "Check again"
expect jo sees: Embed Links is off for me in #daily

# A channel elsewhere is asked about.
jo clicks "Change"
expect jo sees: Embed Links is off
jo chooses "#hidden" in "Another channel"
expect jo sees: I can't see #hidden … Permissions → Clarion → View Channel
jo chooses "#general" in "Another channel"
expect jo sees: introduces me in #general
jo chooses "#daily" in "Another channel"
expect jo sees: Embed Links is off for me in #daily
jo clicks "Done"
expect jo sees: Embed Links is off for me in #daily
expect #daily nothing

bot may embed links in #daily
jo clicks "Check again"
expect jo sees: introduces me in #daily once
expect no button "Check again"
jo clicks "Start"
expect jo sees: First one today at 09:00
expect #daily: I'm Clarion

# Discord offers neither command to anybody else.
mira in #daily: /setup
expect refused: /setup is not offered to this person
mira: /schedule show
expect refused: /schedule is not offered to this person

# It is taken away again: the commands say so instead of failing later.
bot lacks "Send Messages" in #daily
jo: /schedule now
expect jo sees: Send Messages is off for me in #daily … Nothing was posted
jo: /schedule set channel:#hidden
expect jo sees: I can't see #hidden … Nothing was changed
jo in #general: /schedule set time:10 channel:#daily
expect jo sees: Send Messages is off for me in #daily … Nothing was changed
