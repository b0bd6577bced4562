// `cargo xtask bench gate`: one long run, with the settings of the tests. TAPS: how many cards.
import { defineConfig } from '@playwright/test';
import usual from './playwright.config.ts';

const taps = Number(process.env.TAPS ?? '300');

export default defineConfig(usual, {
  testDir: './bench',
  workers: 1,
  timeout: 180_000 + taps * 2_000,
  reporter: [['list']],
});
