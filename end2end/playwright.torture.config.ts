// `cargo xtask torture tab`: one long test, with the servers and settings of the others. TIMES: how many kills.
import { defineConfig } from '@playwright/test';
import usual from './playwright.config.ts';

const times = Number(process.env.TIMES ?? '10');

export default defineConfig(usual, {
  testDir: './torture',
  workers: 1,
  // A minute to begin and to end, and ten seconds for each kill, which takes about three.
  timeout: 120_000 + times * 10_000,
  reporter: [['list'], ['json', { outputFile: 'test-results/torture.json' }]],
});
