# What happens to a schedule that cannot post, and how it says so.
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
jo in #daily: /setup zone:Europe/Berlin
jo clicks "Start"
expect jo sees: First one today at 09:00

# A permission is taken away before the post: the schedule pauses, and says why.
bot lacks "Send Messages" in #daily
at 09:01
expect #daily 1 post
expect #general: @Jo: daily has been paused since
jo in #general: /schedule show
expect jo sees: Paused, because I can't post there. Send Messages is off for me in #daily … Permissions → Clarion → Send Messages. Then Try again. … Today: not posted: a permission is off for me in the channel
jo: /schedule resume
expect jo sees: daily stays paused. Send Messages is off for me in #daily
jo: /schedule preview
expect jo sees: the next prompt here … daily is paused, because a permission is off
bot may send messages in #daily
jo: /schedule resume
expect jo sees: daily runs again. Today's prompt comes now, in #daily. The next one comes tomorrow at 09:00
expect #daily: One small step

# The bot was away at nine, within the hours in which a late post is still worth it.
at 2026-11-24 08:00
stop
at 11:00
restart
expect #daily: One small step
jo: /schedule show
expect jo sees: Today: [posted late] … at 11:00

# Away for longer: nothing that old is posted.
stop
at 2026-11-25 18:00
restart
expect #daily 3 posts
jo: /schedule show
expect jo sees: Next: tomorrow at 09:00 … Today: not posted: I was away for too long around that time

# The channel is deleted.
channel #daily is deleted
at 2026-11-26 09:01
jo: /schedule show
expect jo sees: Paused, because the channel is gone. `/schedule set channel:` gives it another
jo: /schedule now
expect jo sees: I can't see … Nothing was posted
jo: /schedule set channel:#general
expect jo sees: daily now posts in #general … It was paused, and runs again … The next one comes tomorrow at 09:00
at 2026-11-27 09:00
expect #general: One small step
