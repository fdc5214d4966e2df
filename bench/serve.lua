-- wrk's requests: every line of the file named in HORIZON_TARGETS in turn, each thread from a place
-- of its own.
local targets = {}
local at = 0
local threads = 0

function setup(thread)
  thread:set("offset", threads * 37)
  threads = threads + 1
end

function init()
  for line in io.lines(os.getenv("HORIZON_TARGETS")) do targets[#targets + 1] = line end
  at = offset
end

function request()
  at = at + 1
  return wrk.format("GET", targets[at % #targets + 1])
end

function done(summary, latency)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read +
      summary.errors.timeout
  io.write(string.format("%d requests, %.0f/s, p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, %d errors\n",
      summary.requests, summary.requests * 1e6 / summary.duration,
      latency:percentile(50) / 1000, latency:percentile(90) / 1000,
      latency:percentile(99) / 1000, bad))
end
