# Back within the grace: what was set up goes on, nothing of the time between comes late, and the hello says so, once.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
mira is in #daily
expect #general: Hello, I'm Clarion
jo is in #daily
jo: /schedule set zone:Europe/Berlin time:9
expect jo sees: daily is new and posts in #daily
expect #daily: I'm Clarion
jo: /schedule set name:late shift zone:America/New_York time:21:30
expect jo sees: late shift is new
jo: /schedule pause name:late shift
expect jo sees: late shift is paused
jo: /recognize member:mira for:the calm handover
expect #daily: the calm handover
expect jo sees: Counted
at 09:00
expect #daily: One small step

clarion is removed from the server
10 days pass
expect nothing
clarion is invited to the server
expect #general: Hello again … I was away from this server, and what was set up before goes on. Nothing from the time in between comes late. … daily in #daily: weekdays 09:00, Europe/Berlin; next tomorrow at 09:00 … late shift in #daily: weekdays 21:30, America/New_York; paused
expect buttons "Set up", "What I keep"
expect nobody pinged
restart
expect nothing
jo: /schedule show
expect jo sees: Next: tomorrow at 09:00
mira: /me
mira chooses "Thanks given and got" in "Turn to"
expect mira sees: the calm handover
next day 09:00
expect #daily: One small step
expect #general nothing
