GLOBAL='''
global
    log stdout format raw local0 notice
    maxconn 4096
    # Loopback only: whoever reaches a socket of level admin controls all traffic.
    stats socket "ipv4@127.0.0.1:${SLUICE_ADMIN_PORT-9999}" level admin
    stats socket "${SLUICE_ADMIN_SOCKET-/run/haproxy/sluice.sock}" mode 600 level admin
    stats timeout 1m
%s

defaults
    mode http
    log global
    option dontlog-normal
    timeout connect 1s
    timeout client 50s
    timeout server 50s
    timeout queue 2s
    # Try another server of the same backend when a connection is refused.
    option redispatch 1
    retries 2
    # Never "option prefer-last-server": it would keep a client on the side it came from.
    default-server inter 1s fall 2 rise 1

frontend app
    bind "127.0.0.1:${SLUICE_PORT-8080}"
'''
LATCH='''
    # The latch is looked at before anything else. A map is read anew for every request, so one command moves them all.
    http-request set-var(txn.latch) str(app.latch),map_str("${SLUICE_MAP-/etc/haproxy/sluice.map}",open)
    http-request set-var(txn.header) str(app.header),map_str("${SLUICE_MAP-/etc/haproxy/sluice.map}",off)
    acl latched var(txn.latch) -m beg latched
    acl asks_for_candidate req.hdr(x-canary-user) -m str true
    acl header_match_on var(txn.header) -m str on
    acl candidate_up nbsrv(app_candidate) gt 0
'''
STABLE='''
backend app_stable
    balance roundrobin
    option httpchk GET /health/ready
    http-check expect status 200
    server stable-1 "${SLUICE_STABLE_1-127.0.0.1:8081}" check
    server stable-2 "${SLUICE_STABLE_2-127.0.0.1:8082}" check
'''
CAND='''
backend app_candidate
    balance roundrobin
    option httpchk GET /health/ready
    http-check expect status 200
    server candidate-1 "${SLUICE_CANDIDATE_1-127.0.0.1:8091}" check
    server candidate-2 "${SLUICE_CANDIDATE_2-127.0.0.1:8092}" check
'''
STATE_NOTE='''    # A reload reads server weights and states from here when they were saved first; see README.md.
    server-state-file "${SLUICE_STATE-/etc/haproxy/sluice.state}"'''
W_HEAD='''# Layout "weights": one backend holds both groups, and the weights of its servers make the split. HAProxy 2.6 or newer.
#
# How the split is made: weighted round-robin over app/stable-* and app/candidate-*. With S stable and C candidate
# servers and p percent wanted, give every stable server weight C*(100-p)/g and every candidate server S*p/g, where g is
# the greatest common divisor of the two; a weight goes from 0 to 256. Here S = C = 2, so 95 and 5 make 5 %.
#     set server app/stable-1 weight 95; set server app/stable-2 weight 95; set server app/candidate-1 weight 5; ...
# Always "set server X weight N": "set weight X N%" is relative to the weight below, and from 0 it stays 0.
#
# How exact: the weights are served exactly over each full cycle (the sum of the weights), with any nbthread, because the
# round-robin tree of a backend is shared by all threads behind one lock. A change is several commands, one per server,
# so a few requests in between see a mixture: to restore, latch first (one command), then set the weights.
#
# What to know: a server that goes down takes its weight with it, so the share of the other side grows; if every stable
# server is down, the candidate gets everything. Take map.cfg when that matters.
#
# Persistence: clients keep their server by cookie, as the cookie's owner wants it. Weight 0 and "drain" still serve a
# client that holds the cookie of that server. "set server app/candidate-1 state maint" cuts it, and so does the latch,
# because app_stable knows no candidate cookie. After maint, "state ready" lets a later rollout in again.
'''
W_BODY='''
    use_backend app_stable if latched
    use_backend app_candidate if header_match_on asks_for_candidate candidate_up
    default_backend app

backend app
    balance roundrobin
    option httpchk GET /health/ready
    http-check expect status 200
    # Names below are the cookie's values. maxlife limits how long a client stays.
    cookie sluice-server insert indirect nocache httponly maxlife 3600s
    load-server-state-from-file global
    server stable-1 "${SLUICE_STABLE_1-127.0.0.1:8081}" check weight 100 cookie stable-1
    server stable-2 "${SLUICE_STABLE_2-127.0.0.1:8082}" check weight 100 cookie stable-2
    server candidate-1 "${SLUICE_CANDIDATE_1-127.0.0.1:8091}" check weight 0 cookie candidate-1
    server candidate-2 "${SLUICE_CANDIDATE_2-127.0.0.1:8092}" check weight 0 cookie candidate-2

# The stable servers alone, for the latch. Nothing here has a weight that a rollout changes.
'''
M_HEAD='''# Layout "map": two backends, chosen by a percentage in one map entry and an exact counter. HAProxy 2.6 or newer.
#
# How the split is made: requests that take part in it are numbered n = 1, 2, 3, ... and number n goes to the candidate
# when n*p mod 100 < p. That is Bresenham's line: of ANY 100 consecutive requests exactly p go there, at even distances.
#     set map <sluice.map> app 20
# One command, one entry, atomic: no request ever sees half a change.
#
# How exact: exact, with any nbthread, because the number is taken by one "increment and read" under the lock of the one
# table entry. It costs a lock per request, which is not felt below some 100,000 requests a second. It is per process:
# several HAProxy processes or machines each split exactly on their own. The counter has 32 bits; once in 4,294,967,296
# requests a window of 100 may be off by one when it wraps.
#
# What to know: latched requests and header matches take no number, so they do not bend the split of the others. With no
# candidate server up, its requests go to stable: a dead candidate costs users nothing, and health-service sees it.
# The share does not depend on how many servers a side has or on how many of them are up.
'''
M_BODY='''
    # map_str and add(0), not map_int: the map's other values are no numbers, and map_int would refuse the file.
    http-request set-var(txn.percent) str(app),map_str("${SLUICE_MAP-/etc/haproxy/sluice.map}",0),add(0)
    http-request set-var(txn.takes_part) bool(true) if !latched !header_match_on
    http-request set-var(txn.takes_part) bool(true) if !latched !asks_for_candidate
    # One key per application: int(1) is "app". Another application in the same HAProxy takes int(2).
    http-request track-sc0 int(1) table sluice_slots if { var(txn.takes_part) -m bool }
    http-request set-var(txn.step) sc_inc_gpc0(0),mul(txn.percent),mod(100),sub(txn.percent) if { var(txn.takes_part) -m bool }
    acl candidates_turn var(txn.step) -m int lt 0

    use_backend app_stable if latched
    use_backend app_candidate if header_match_on asks_for_candidate candidate_up
    use_backend app_candidate if candidates_turn candidate_up
    default_backend app_stable

# Holds the counter and nothing else. No expire: the numbering goes on for as long as the process lives.
backend sluice_slots
    stick-table type integer size 64 store gpc0
'''
R_HEAD='''# Layout "rand": two backends, chosen by throwing dice against a percentage in one map entry. HAProxy 2.6 or newer.
#
# How the split is made: a random whole number from 0 to 99 below p sends the request to the candidate.
#     set map <sluice.map> app 20
# One command, one entry, atomic. Nothing is counted, so there is no lock at all, whatever nbthread is.
#
# How exact: only on average. Over N requests the candidate's count is binomial, with a standard deviation of
# sqrt(N*p*(100-p))/100. At p = 20: 100 requests wander between about 8 and 32 (3 deviations), 2,000 requests between
# 346 and 454 (17.3 % to 22.7 %), 100,000 between 19.6 % and 20.4 %. 0 % and 100 % are exact. A measured share must be
# compared with that tolerance, and a wanted share of 5 % at low traffic may give the candidate nothing for a while.
# Take map.cfg unless you have this layout already.
#
# What to know: with no candidate server up, its requests go to stable. The share does not depend on how many servers a
# side has or on how many of them are up.
'''
R_BODY='''
    # map_str and add(0), not map_int: the map's other values are no numbers, and map_int would refuse the file.
    http-request set-var(txn.percent) str(app),map_str("${SLUICE_MAP-/etc/haproxy/sluice.map}",0),add(0)
    http-request set-var(txn.step) rand(100),sub(txn.percent)
    acl candidates_turn var(txn.step) -m int lt 0

    use_backend app_stable if latched
    use_backend app_candidate if header_match_on asks_for_candidate candidate_up
    use_backend app_candidate if candidates_turn candidate_up
    default_backend app_stable
'''
ENV='''#
# Addresses and paths come from the environment, with the defaults you see; put your own in their place.
'''
for name,head,body,state in (('weights',W_HEAD,W_BODY,STATE_NOTE),('map',M_HEAD,M_BODY,''),('rand',R_HEAD,R_BODY,'')):
    g=(GLOBAL % state).replace('1m\n\n\n','1m\n\n')
    open(name+'.cfg','w').write((head+ENV+g+LATCH+body).rstrip('\n')+'\n'+(STABLE if name!='weights' else STABLE.lstrip('\n'))+CAND)
