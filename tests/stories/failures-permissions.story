# Each permission that is off: the schedule pauses, one person is told once, and it goes on when it is mended.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
expect #general: Hello
jo in #daily: /setup zone:Europe/Berlin
expect jo sees: weekdays 09:00
jo clicks "Start"
expect jo sees: First one today at 09:00
expect #daily: I'm Clarion

# Monday: the channel is hidden from the bot.
bot lacks "View Channel" in #daily
at 09:00
expect #general: @Jo: daily has been paused since … I could not post its prompt in #daily … I can't see the channel. Switch View Channel on for me there, then press Try again … Nothing is lost … within the last 6 hours
expect only jo pinged
expect buttons "Try again"
mira in #general clicks "Try again"
expect mira sees: people with the Manage Server permission
jo in #general: /schedule show
expect jo sees: Paused, because I can't see the channel. Switch View Channel on for me there, then `/schedule resume`
expect buttons "Try again"
jo clicks "Try again" under "has been paused"
expect jo sees: daily stays paused. I can't see #daily

# Something else changes: it looks, finds nothing mended, and says nothing.
channel #elsewhere
at 09:30
expect nothing
bot may view channel in #daily
10 seconds pass
expect #daily: One small step
expect nobody pinged

# Tuesday: Send Messages. Somebody is quicker than the bot itself, and presses twice.
bot lacks "Send Messages" in #daily
tuesday 09:00
expect #general: @Jo: daily has been paused … Send Messages is off for me in #daily … Channel settings → Permissions → Clarion → Send Messages
expect only jo pinged
bot may send messages in #daily
jo clicks "Try again" under "Send Messages is off"
expect jo sees: daily runs again. Today's prompt comes now, in #daily. The next one comes tomorrow at 09:00
expect #daily: One small step
jo clicks "Try again" under "Send Messages is off"
expect jo sees: daily is not paused. The next one comes tomorrow at 09:00
10 minutes pass
expect nothing

# Wednesday: Embed Links, mended too late for the day's prompt.
bot lacks "Embed Links" in #daily
wednesday 09:00
expect #general: Embed Links is off for me in #daily … Channel settings → Permissions → Clarion → Embed Links
at 20:00
bot may embed links in #daily
at 20:10
expect nothing
jo: /schedule show
expect jo sees: Next: tomorrow at 09:00 … Today: not posted: a permission is off for me in the channel
thursday 09:00
expect #daily: One small step

# Friday: Read Message History. Posting needs it only after a lost answer, so the prompt comes.
bot lacks "Read Message History" in #daily
friday 09:00
expect #daily: One small step

# Monday: a moderator has put the bot in a timeout.
bot may read message history in #daily
clarion is in a timeout
monday 09:00
expect jo gets: In Harbour, daily has been paused … A moderator has put me in a timeout … Remove timeout ends it now
clarion is in no timeout any more
10 seconds pass
expect #daily: One small step
expect #general nothing
