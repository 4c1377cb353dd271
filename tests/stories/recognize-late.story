# An acknowledged thank-you is counted once and announced once, whatever happens to the answer.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #daily
expect #general: Hello, I'm Clarion
person jo is "Jo"
person mira is "Mira"

# The store is slow: the answer is deferred in private, and the announcement is a message of its own, so that it pings.
store is locked for 3 seconds
jo in #daily: /recognize member:mira for:waiting with me
expect jo sees: Counted.
expect #daily: Jo … thanks … Mira … waiting with me
expect only mira pinged
expect buttons "Thank someone too", "If this is about you"

# The answer arrives and Discord's word that it did is lost: one announcement.
discord loses the answer to the next answer
jo: /recognize member:mira for:the second one way:thanks
expect #daily: the second one
expect jo sees: Counted
5 minutes pass
expect #daily 2 posts

# No answer gets through at all: the announcement still comes, once.
discord answers 500 to every answer
jo: /recognize member:mira for:the third one way:thanks
expect #daily: the third one
expect only mira pinged
expect jo is left without an answer
discord is well again
10 minutes pass
expect #daily 3 posts

# Nothing leaves the machine, and then its power fails: it was counted, so it is announced after the restart, once.
discord loses every request
jo: /recognize member:mira for:the fourth one way:thanks
expect jo is left without an answer
power cut
discord is well again
restart
10 minutes pass
expect #daily: the fourth one
expect only mira pinged
expect #daily 4 posts
jo: /me
expect jo sees: 4 recognitions, to 1 person
