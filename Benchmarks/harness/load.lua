-- What wrk asks for, and what it tells of the answers. Its arguments: a file of paths, one of which each
-- request takes in turn (or - for the URL's own), the method, a bearer token or -, and a body.
local paths, next_path, total = {}, 0, 1
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(arguments)
  local file, method, bearer, body = arguments[1], arguments[2], arguments[3], arguments[4]
  wrk.method = method
  if bearer ~= "-" then
    wrk.headers["Authorization"] = "Bearer " .. bearer
    wrk.headers["Content-Type"] = "application/json"
    wrk.body = body
  end
  if file ~= "-" then
    for path in io.lines(file) do paths[#paths + 1] = path end
    -- A round begins where the one before has ended.
    next_path = tonumber(arguments[5])
  end
end

function request()
  if #paths == 0 then return wrk.format() end
  next_path = next_path % #paths + 1
  return wrk.format(nil, paths[next_path])
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"max":%d,"connect":%d,"read":%d,"write":%d,' ..
    '"status":%d,"timeout":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
end
