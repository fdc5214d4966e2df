// node bench/phone.cjs ADDRESS PATH...: when a page can be used on a slow phone: 390 x 844 pixels,
// 1.6 Mbit/s, 150 ms to the server and back, a processor slowed fourfold, nothing kept from before.
// For each page the median of five visits: first paint, document ready (milliseconds), kB received.
const { chromium } = require('playwright-core');

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function visit(browser, url) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, isMobile: true });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  let received = 0;
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions',
    { offline: false, latency: 150, downloadThroughput: 200000, uploadThroughput: 90000 });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  cdp.on('Network.loadingFinished', (event) => { received += event.encodedDataLength; });
  await page.goto(url, { waitUntil: 'load' });
  const times = await page.evaluate(() => ({
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN,
    ready: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd,
  }));
  await context.close();
  return { ...times, received };
}

(async () => {
  const [address, ...paths] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  for (const path of paths) {
    const visits = [];
    for (let i = 0; i < 5; ++i) visits.push(await visit(browser, address + path));
    const of = (key) => median(visits.map((v) => v[key]));
    console.log(`slow phone ${path}: first paint ${of('paint').toFixed(0)} ms, ` +
      `ready ${of('ready').toFixed(0)} ms, ${(of('received') / 1000).toFixed(1)} kB`);
  }
  await browser.close();
})();
