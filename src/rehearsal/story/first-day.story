# The first day: what a newcomer sees in a minute. `clarion rehearse` plays it.
strict
tell: A pretend team on this machine: no token, and nothing leaves it.
at 2026-11-23 08:58 Europe/Berlin
server "Harbour" with #general, #daily
jo may manage server
you are jo
