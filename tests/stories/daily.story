# The daily prompt: on the days chosen, once a day, the same local time over a clock change, its buttons alive after
# restarts. (Few days on purpose: a channel gets one post per 2.5 real seconds at most.)
at 2027-03-25 08:00 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
jo in #daily: /setup zone:Europe/Berlin
jo clicks "Start"
expect #daily: I'll post a prompt here

at 08:59:59
expect #daily 1 post on 2027-03-25
at 09:00
expect #daily: our suggestion … argues
expect buttons "Two sides", "Reflect", "I'll try this"
expect nobody pinged
expect #daily 2 posts on 2027-03-25

# Restarts change nothing: neither now, nor tomorrow's.
restart
power cut
restart
expect #daily nothing
friday 08:59
expect #daily no posts on 2027-03-26
friday 09:00
expect #daily 1 post on 2027-03-26

# The weekend is free, and the clocks change in it: 09:00 stays 09:00.
monday 08:59
expect #daily no posts on 2027-03-27
expect #daily no posts on 2027-03-28
expect #daily no posts on 2027-03-29
monday 09:00
expect #daily 1 post on 2027-03-29

# The oldest button still leads somewhere.
restart
new-hire in #daily clicks "Two sides" under "our suggestion"
expect new-hire sees: Managing is right when
