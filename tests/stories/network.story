# A connection that drops, is closed or is lost costs nobody an answer, and a network that is down costs no post.
at 2026-11-23 08:58 Europe/Berlin
server "Harbour" with #general, #daily
strict
expect #general: Hello
jo may manage server
jo in #daily: /setup zone:Europe/Berlin
expect jo sees: weekdays 09:00
jo clicks "Start"
expect jo sees: First one today
expect #daily: I'll post a prompt here
gateway drops
jo: /me
expect jo sees: What you gave
gateway op 7
jo: /me
expect jo sees: What you gave
session lost
jo: /me
expect jo sees: What you gave
session invalid but resumable
jo: /me
expect jo sees: What you gave
gateway closes with 4000
jo: /me
expect jo sees: What you gave
# Nothing gets through while the post falls due: it comes when the network is back, once.
network down
at 09:00
expect #daily 1 post today
network up
10 minutes pass
expect #daily: One small step
expect #daily 2 posts today
the clock is set back to 08:30
5 minutes pass
expect #daily 2 posts today
