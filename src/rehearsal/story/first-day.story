# The first day, as a newcomer sees it in a minute. `clarion rehearse` plays it; docs/stories.md explains the language.
strict
tell: A pretend team on this machine: no token, and nothing leaves it.
at 2026-11-23 08:58 Europe/Berlin
server "Harbour" with #general, #daily
person mira
jo may manage server

clarion is invited to the server
expect #general: Hello, I'm Clarion
expect buttons "Set up", "Show me one", "What I keep"

# Two interactions from nothing to a working schedule.
jo in #daily: /setup zone:Europe/Berlin
expect jo sees: #daily · weekdays 09:00 · Europe/Berlin
jo clicks "Start"
expect jo sees: First one today at 09:00
expect #daily: I'll post a prompt here … What I keep

at 09:00
expect #daily: One small step
expect button "Two sides"
expect nobody pinged
new-hire clicks "Two sides"
expect new-hire sees: Managing is right when … Ask yourself
expect #daily nothing

# A thank-you is public and pings only whom it thanks; the rest is between jo and the bot.
jo in #daily: /recognize member:@mira for:calmer nights since your handover
expect #daily: Jo … thanks … Mira … calmer nights since your handover
expect only mira pinged
expect jo sees: Counted
jo clicks "Simply thanks"
expect jo sees: thanks

tell: The next morning somebody trips over the cable. Discord has the post, and the bot does not know it yet.
power cut in the middle of the next post
tuesday 09:00
expect #daily: One small step
restart
5 minutes pass
expect #daily 1 post on 2026-11-24
tell: It was posted once, and not again.

mira in #daily: /contrast topic:risk
expect mira sees: Managing … Leading … Managing is right when
you are jo
