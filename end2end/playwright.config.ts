// Browser tests: phone and desktop, hydrated and with JavaScript off.
//
// `cargo xtask test` gives SERVER_BIN, SITE_DIR, CHROMIUM and E2E_PORT; by hand:
//   cargo xtask build && cd end2end && npx playwright test
//
// A test runs hydrated on a phone and on a desktop. One whose title or tag says `@plain` runs with JavaScript off as
// well, on the phone where it is not kept to the desktop: what a technician reads and every form must carry that tag.
// `@phone` and `@desktop` keep a test to one size.
import { defineConfig, type Project } from '@playwright/test';

const port = process.env.E2E_PORT ?? '3100';
const ci = process.env.CI === 'true';

const phone = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const desktop = { viewport: { width: 1440, height: 900 } };

function project(name: string, size: object, other: RegExp, alone?: RegExp): Project {
  const plain = alone !== undefined;
  return {
    name,
    grep: alone,
    grepInvert: other,
    use: { ...size, javaScriptEnabled: !plain },
  };
}

export default defineConfig({
  testDir: './tests',
  outputDir: './test-results/files',
  globalSetup: ['./support/server.ts', './support/prepare.ts'],
  fullyParallel: false,
  // One more than a small machine has processors: a third of the time tests wait for clocks.
  workers: 3,
  retries: 0,
  forbidOnly: ci,
  // Generous, for machines that do something else as well; what must be quick says so itself.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/report.json' }]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    screenshot: 'only-on-failure',
    // `--trace on` where one looks for a fault: it costs a fifth of the whole run.
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    project('phone', phone, /@desktop/),
    project('desktop', desktop, /@phone/),
    project('phone-plain', phone, /@desktop/, /@plain/),
    project('desktop-plain', desktop, /@phone/, /(?=.*@plain)(?=.*@desktop)/),
  ],
});
