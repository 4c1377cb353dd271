# The daily prompt over weeks: on the days chosen, once a day, none repeated, its buttons alive after restarts.
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
jo in #daily: /setup zone:Europe/Berlin
jo clicks "Start"
expect #daily: I'll post a prompt here

at 08:59:59
expect #daily no posts on 2026-11-24
expect #daily nothing
at 09:00
expect #daily: our suggestion … argues
expect buttons "Two sides"
expect nobody pinged
expect #daily 2 posts on 2026-11-23

# Restarts change nothing: neither now, nor tomorrow's.
restart
power cut
restart
expect #daily nothing
tuesday 09:00
expect #daily 1 post on 2026-11-24
restart
next day 09:00
expect #daily 1 post on 2026-11-25

# The weekend is free.
friday 09:00
expect #daily 1 post on 2026-11-27
monday 09:00
expect #daily no posts on 2026-11-28
expect #daily no posts on 2026-11-29
expect #daily 1 post on 2026-11-30

# A clock change moves nothing: 09:00 stays 09:00.
two weeks pass
at 2027-03-26 09:00
expect #daily 1 post on 2027-03-26
at 2027-03-29 08:59
expect #daily no posts on 2027-03-29
at 2027-03-29 09:00
expect #daily 1 post on 2027-03-29

# The oldest button still leads somewhere.
restart
new-hire in #daily clicks "Two sides" under "our suggestion"
expect new-hire sees: Managing is right when
