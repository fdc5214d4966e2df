-- wrk's requests: the lines of the file named in HORIZON_TARGETS in turn, each thread from a place
-- of its own; with HORIZON_ONCE each line once, the threads by turns.
local targets = {}
local at = 0
local step = 1
local threads = 0
local once = os.getenv("HORIZON_ONCE") ~= nil

function setup(thread)
  thread:set("index", threads)
  threads = threads + 1
end

function init()
  for line in io.lines(os.getenv("HORIZON_TARGETS")) do targets[#targets + 1] = line end
  if once then
    at = index - 2
    step = 2
  else
    at = index * 37
  end
end

function request()
  at = at + step
  if once and at >= #targets then
    wrk.thread:stop()
    at = #targets - 1
  end
  return wrk.format("GET", targets[at % #targets + 1])
end

function done(summary, latency)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read +
      summary.errors.timeout
  io.write(string.format("%d %.0f %.2f %.2f %.2f %d\n", summary.requests,
      summary.requests * 1e6 / summary.duration, latency:percentile(50) / 1000,
      latency:percentile(90) / 1000, latency:percentile(99) / 1000, bad))
end
