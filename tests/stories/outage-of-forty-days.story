# An outage of Discord's is no removal, however long it is: nothing is erased, and nothing begins anew.
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
person mira
expect #general: Hello, I'm Clarion
jo is in #daily
jo: /schedule set zone:Europe/Berlin time:9 days:mon
expect jo sees: daily is new and posts in #daily
jo: /recognize member:mira for:the calm handover
expect #daily: the calm handover
the server is unavailable
40 days pass
restart
the server is available again
expect #general not: Hello
jo: /schedule show
expect jo sees: Next: Monday 4 January at 09:00
jo: /me
jo chooses "Thanks given and got" in "Turn to"
expect jo sees: the calm handover
at 2027-01-04 09:00
expect #daily: One small step
