# Somebody sets the machine's clock, a day forward and a day back: no date has two posts, and none is lost that can
# still come within the hours in which a late post is worth it.
at 2026-11-23 08:58 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
jo in #daily: /setup zone:Europe/Berlin
jo clicks "Start"
expect #daily: I'll post a prompt here
at 09:01
expect #daily: One small step
expect #daily 2 posts on 2026-11-23

# A day forward, past nine: that date's post is an hour late.
the clock is set to 2026-11-24 10:00
5 minutes pass
expect #daily 1 post on 2026-11-24

# And back again: both dates have had theirs, when the clock comes by once more too.
the clock is set back to 2026-11-23 08:30
at 2026-11-23 10:00
expect #daily 2 posts on 2026-11-23
at 2026-11-24 12:00
expect #daily 1 post on 2026-11-24

# Back by a day a minute before the next one is due.
at 2026-11-25 08:59
the clock is set back to 2026-11-24 08:59
at 2026-11-24 09:30
expect #daily 1 post on 2026-11-24
at 2026-11-25 09:01
expect #daily 1 post on 2026-11-25

# Over a whole day that nobody saw: it is left out, and said so; nothing is posted in a heap.
the clock is set to 2026-11-27 08:00
at 2026-11-27 09:01
expect #daily no posts on 2026-11-26
expect #daily 1 post on 2026-11-27
expect #daily 5 posts
