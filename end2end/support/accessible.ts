// One accessibility scan: axe-core with every rule of WCAG 2.2 A and AA and its best practices, nothing excused.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** The one rule of WCAG 2.2 AA that axe leaves off by itself. */
const rules = { 'target-size': { enabled: true } };

type Violation = { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] };

/** Fails with rule, element and advice for each violation. Without JavaScript axe cannot run: then nothing is claimed. */
export async function expectAccessible(page: Page): Promise<void> {
  if (test.info().project.use.javaScriptEnabled === false) return;
  // What is in the page may be found before its style is.
  await page.waitForLoadState('load');
  // Evaluated from outside the page, so its content security policy stays as strict as it is.
  await page.evaluate(axe);
  const violations: Violation[] = await page.evaluate(async (rules) => {
    const found = await (window as unknown as { axe: { run: Function } }).axe.run(document, { rules });
    return found.violations;
  }, rules);
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.target.join(' ')}\n  ${node.failureSummary}`),
  );
  expect(told, 'accessibility violations').toEqual([]);
}
