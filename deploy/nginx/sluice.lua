--- A split that Sluice controls, kept by nginx itself: docs/http-router-contract.md in a shared dictionary.
-- All workers share it, a reload keeps it, and nothing is reloaded to change it. Needs ngx_http_lua_module and lua-cjson,
-- and in the block http: lua_shared_dict sluice 1m. `app` names one split; a nginx can hold several.
--
-- A split is never changed: each PUT adds a revision, by the dictionary's `add`, which only one of several writers wins.
-- That is the compare-and-set, and no worker that dies or stands still between two lines can hold it up.

local cjson = require("cjson.safe").new()
cjson.decode_invalid_numbers(false)

local BODY_BYTES_MAX = 64 * 1024
local WHOLE_MAX = 2 ^ 53
local EPOCH_MAX = 2 ^ 31 - 1
local NOTICE_MS = 1000
-- More than a worker can fall behind while it stands still between two lines.
local REVISIONS_KEPT = 100
-- How long what clients hold open to the candidate may go on after the latch closed; the contract says 5 at most.
local LEAVE_SECONDS = 3

local ALL_STABLE = {
    latched_at = 0,
    percent = 0,
    json = '{"candidatePercent":0,"headerMatch":null,"latchedBy":null,'
        .. '"stamp":{"rollout":null,"version":0,"epoch":0}}',
}

local _M = {}
local seen = {}

local function revision_key(app, revision)
    return app .. ":split:" .. revision
end

-- The newest revision and its record. The number that is kept only says where to begin to look: a worker that was stopped
-- for a while can write an old one.
local function newest(app)
    local dict = ngx.shared.sluice
    local revision = dict:get(app .. ":revision") or 0
    local record = dict:get(revision_key(app, revision))
    local later = dict:get(revision_key(app, revision + 1))
    while later do
        revision, record = revision + 1, later
        later = dict:get(revision_key(app, revision + 1))
    end
    return revision, record
end

-- The record of a revision, as this worker parsed it when it met it first.
local function split_of(app, record)
    if not record then
        return ALL_STABLE
    end
    local known = seen[app]
    if not known or known.record ~= record then
        local latched_at, json = record:match("^(%S+) (.*)$")
        local body = cjson.decode(json)
        local match = body.headerMatch
        known = {
            record = record,
            json = json,
            latched_at = tonumber(latched_at),
            latched = body.latchedBy ~= cjson.null,
            percent = body.candidatePercent,
            header = match ~= cjson.null and "http_" .. match.name:lower():gsub("-", "_") or nil,
            value = match ~= cjson.null and match.value or nil,
        }
        seen[app] = known
    end
    return known
end

local function current(app)
    local _, record = newest(app)
    return split_of(app, record)
end

local function choose(app, split)
    if split.latched then
        return "stable"
    end
    if split.header and ngx.var[split.header] == split.value then
        return "candidate"
    end
    local turn = ngx.shared.sluice:incr(app .. ":turns", 1, 0)
    return turn % 100 * split.percent % 100 < split.percent and "candidate" or "stable"
end

local function has_to_leave(app, side)
    if side ~= "candidate" then
        return false
    end
    local split = current(app)
    return split.latched and ngx.now() - split.latched_at > LEAVE_SECONDS
end

-- What a client holds open, as far as the request says so. HTTP/2 has no socket of its own to be handed over. Other
-- offers in Upgrade (h2c, TLS/1.2) come with many a first request; they are declined by going on without them.
local function is_held_open()
    if ngx.req.http_version() >= 2 then
        return false
    end
    local accept, upgrade = ngx.var.http_accept, ngx.var.http_upgrade
    return upgrade and upgrade:lower() == "websocket" or accept and accept:find("text/event-stream", 1, true)
end

--- In rewrite_by_lua: chooses the side of this request and leaves it in $sluice_side. WebSockets and event streams go on
-- in the named location @sluice_tunnel, which can end them.
function _M.route(app)
    local held_open = is_held_open()
    if not held_open then
        -- An upload can take long: it is given its side when it is here, not when it begins.
        ngx.req.read_body()
    end
    local side = choose(app, current(app))
    ngx.shared.sluice:incr(app .. ":" .. side, 1, 0)
    ngx.var.sluice_side = side
    if held_open then
        return ngx.exec("@sluice_tunnel")
    end
end

--- In body_filter_by_lua, with return: ends a stream of the candidate when it has to leave. An answer whose length is known
-- is none: it finishes.
function _M.end_stream(app)
    if not ngx.header.content_length and has_to_leave(app, ngx.var.sluice_side) then
        return ngx.ERROR
    end
end

-- Copies until one end is gone, or the candidate has to leave.
local function pump(app, side, from, to)
    while not has_to_leave(app, side) do
        local data, err = from:receiveany(16 * 1024)
        if data and not to:send(data) then
            return
        end
        if not data and err ~= "timeout" then
            return
        end
    end
end

-- Tells the hop who the client is, before the head of the request as it came (PROXY protocol, version 1).
local function introduction()
    local client, here = ngx.var.remote_addr, ngx.var.server_addr
    if not client:match("^[%x.:]+$") or client == "unix:" then
        return "PROXY UNKNOWN\r\n"
    end
    local family = client:find(":", 1, true) and "TCP6" or "TCP4"
    return string.format("PROXY %s %s %s %d %d\r\n", family, client, here, ngx.var.remote_port, ngx.var.server_port)
end

--- In content_by_lua of @sluice_tunnel: passes bytes both ways between the client and the hop of its side, until either
-- ends it or the candidate has to leave. `hops` holds the loopback ports of two servers of this nginx, stable and candidate.
function _M.tunnel(app, hops)
    local side = ngx.var.sluice_side
    local head = introduction() .. ngx.req.raw_header()
    local up = ngx.socket.tcp()
    up:settimeouts(NOTICE_MS, 60 * 1000, NOTICE_MS)
    local connected, err = up:connect("127.0.0.1", hops[side])
    if not connected then
        ngx.log(ngx.ERR, "sluice: no hop to ", side, ": ", err)
        return ngx.exit(502)
    end
    local down, why = ngx.req.socket(true)
    if not down then
        ngx.log(ngx.ERR, "sluice: no socket of the client: ", why)
        return ngx.exit(502)
    end
    down:settimeouts(NOTICE_MS, 60 * 1000, NOTICE_MS)
    if up:send(head) then
        local upwards = ngx.thread.spawn(pump, app, side, down, up)
        local downwards = ngx.thread.spawn(pump, app, side, up, down)
        ngx.thread.wait(upwards, downwards)
    end
    up:close()
    return ngx.exit(444)
end

local function answer(status, content_type, body)
    ngx.status = status
    ngx.header.content_type = content_type
    ngx.header.content_length = #body
    ngx.print(body)
    return ngx.exit(ngx.HTTP_OK)
end

local function problem(status, title, detail, field)
    local body = string.format('{"type":"about:blank","title":%s,"status":%d,"detail":%s',
        cjson.encode(title), status, cjson.encode(detail))
    if field then
        body = body .. ',"field":' .. cjson.encode(field)
    end
    return answer(status, "application/problem+json", body .. "}")
end

-- A tag of an earlier life of this nginx never matches: its dictionary, and with it this text, is gone.
local function tag(app, revision)
    local dict = ngx.shared.sluice
    dict:add(app .. ":life", string.format("%x-%x", ngx.now() * 1000, ngx.worker.pid()))
    return string.format('"%s-%d"', dict:get(app .. ":life"), revision)
end

local function matches(if_match, present)
    if if_match:match("^%s*%*%s*$") then
        return true
    end
    for weak, one in if_match:gmatch('(W?/?)("[^"]*")') do
        if weak == "" and one == present then
            return true
        end
    end
    return false
end

local function is_whole(value, max)
    return type(value) == "number" and value >= 0 and value <= max and value % 1 == 0
end

local function is_text(value, max)
    return type(value) == "string" and #value >= 1 and #value <= max
end

local function shown(value)
    return value == nil and "nothing" or cjson.encode(value) or "something else"
end

-- The field that is wrong and what was expected of it; nothing when all are right.
local function wrong(body)
    if type(body) ~= "table" then
        return "body", "a JSON object"
    end
    if not is_whole(body.candidatePercent, 100) then
        return "candidatePercent", "a whole number from 0 to 100", body.candidatePercent
    end
    local match = body.headerMatch
    if match ~= cjson.null then
        if type(match) ~= "table" then
            return "headerMatch", "null or {name, value}", match
        elseif not (is_text(match.name, 128) and match.name:match("^[%w-]+$")) then
            return "headerMatch.name", "the name of a header, of letters, digits and hyphens", match.name
        elseif not is_text(match.value, 256) then
            return "headerMatch.value", "a text of 1 to 256 characters", match.value
        end
    end
    if body.latchedBy ~= cjson.null and not is_text(body.latchedBy, 128) then
        return "latchedBy", "null or a text of 1 to 128 characters", body.latchedBy
    end
    local stamp = body.stamp
    if type(stamp) ~= "table" then
        return "stamp", "{rollout, version, epoch}", stamp
    elseif stamp.rollout ~= nil and stamp.rollout ~= cjson.null and not is_text(stamp.rollout, 128) then
        return "stamp.rollout", "null or a text of 1 to 128 characters", stamp.rollout
    elseif not is_whole(stamp.version, WHOLE_MAX) then
        return "stamp.version", "a whole number from 0", stamp.version
    elseif not is_whole(stamp.epoch, EPOCH_MAX) then
        return "stamp.epoch", "a whole number from 0", stamp.epoch
    end
    return nil
end

local function text_of(body)
    local match, stamp = body.headerMatch, body.stamp
    return string.format(
        '{"candidatePercent":%d,"headerMatch":%s,"latchedBy":%s,"stamp":{"rollout":%s,"version":%.0f,"epoch":%d}}',
        body.candidatePercent,
        match == cjson.null and "null"
            or string.format('{"name":%s,"value":%s}', cjson.encode(match.name), cjson.encode(match.value)),
        cjson.encode(body.latchedBy),
        cjson.encode(stamp.rollout or cjson.null),
        stamp.version,
        stamp.epoch)
end

local function give_split(app, revision, record)
    ngx.header.etag = tag(app, revision)
    return answer(200, "application/json", split_of(app, record).json)
end

local function changed(app, present)
    ngx.header.etag = present
    return problem(412, "Changed by somebody else", "If-Match: expected " .. present .. ", which is the present tag of "
        .. app)
end

local function put_split(app)
    local if_match = ngx.var.http_if_match
    if not if_match then
        return problem(428, "If-Match is missing", "If-Match: expected the ETag of the split that this one replaces")
    end
    -- Or nginx compares it with the tag of the answer, and turns a PUT that was carried out into a 412.
    ngx.req.clear_header("If-Match")
    local length = tonumber(ngx.var.http_content_length)
    if not length then
        return problem(411, "Content-Length is missing", "Content-Length: expected the length of the body in bytes")
    elseif length > BODY_BYTES_MAX then
        return problem(413, "Too long", "body: expected at most " .. BODY_BYTES_MAX .. " bytes, got " .. length)
    end
    ngx.req.read_body()
    local text = ngx.req.get_body_data() or ""
    local body = text:match("^%s*{") and cjson.decode(text)
    local field, expected, found = wrong(body)
    if field then
        return problem(400, "Bad input", field .. ": expected " .. expected .. ", got " .. shown(found), field)
    end
    local revision, record = newest(app)
    local present = tag(app, revision)
    if not matches(if_match, present) then
        return changed(app, present)
    end
    local latched_at = 0
    if body.latchedBy ~= cjson.null then
        local standing = split_of(app, record)
        latched_at = standing.latched and standing.latched_at or ngx.now()
    end
    local replacement = string.format("%.3f %s", latched_at, text_of(body))
    local dict = ngx.shared.sluice
    local added, err = dict:safe_add(revision_key(app, revision + 1), replacement)
    if not added and err == "exists" then
        return changed(app, tag(app, (newest(app))))
    elseif not added then
        return problem(500, "Not kept", "lua_shared_dict sluice: " .. err)
    end
    dict:set(app .. ":revision", revision + 1)
    dict:delete(revision_key(app, revision + 1 - REVISIONS_KEPT))
    return give_split(app, revision + 1, replacement)
end

local function other_method(allowed)
    ngx.header.allow = allowed
    return problem(405, "Method not allowed", ngx.req.get_method() .. ": expected one of " .. allowed)
end

--- In content_by_lua of the server that only Sluice reaches: answers GET and PUT .../split and GET .../counts.
function _M.admin(app)
    local method = ngx.req.get_method()
    local path = ngx.var.uri:match("[^/]*$")
    if path == "split" then
        if method == "GET" then
            return give_split(app, newest(app))
        elseif method == "PUT" then
            return put_split(app)
        end
        return other_method("GET, PUT")
    elseif path == "counts" then
        if method ~= "GET" then
            return other_method("GET")
        end
        local dict = ngx.shared.sluice
        return answer(200, "application/json", string.format('{"stable":%.0f,"candidate":%.0f}',
            dict:get(app .. ":stable") or 0, dict:get(app .. ":candidate") or 0))
    end
    return problem(404, "Not found", ngx.var.uri .. ": expected one that ends in /split or /counts")
end

return _M
