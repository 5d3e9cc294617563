// node /tmp/dev/shot.mjs <url> <png> [width] [height] [light|dark]: opens a page in Chromium, prints console errors, writes a picture.
import { chromium } from 'playwright-core';
const [url, png, width = 1440, height = 900, scheme = 'light'] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) }, colorScheme: scheme });
page.on('console', (m) => ['error', 'warning'].includes(m.type()) && console.log('console', m.type(), m.text()));
page.on('pageerror', (e) => console.log('pageerror', e));
await page.goto(url); await page.waitForTimeout(1500); await page.screenshot({ path: png }); await browser.close();
