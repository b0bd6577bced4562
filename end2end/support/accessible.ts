// One accessibility scan: axe-core, WCAG 2.2 A and AA, nothing excused.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page, test } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

type Violation = { id: string; help: string; nodes: { target: string[]; failureSummary: string }[] };

/** Fails with rule, element and advice for each violation. Without JavaScript axe cannot run: then nothing is claimed. */
export async function expectAccessible(page: Page): Promise<void> {
  if (test.info().project.use.javaScriptEnabled === false) return;
  // Evaluated from outside the page, so its content security policy stays as strict as it is.
  await page.evaluate(axe);
  const violations: Violation[] = await page.evaluate(async (values) => {
    const found = await (window as unknown as { axe: { run: Function } }).axe.run(document, {
      runOnly: { type: 'tag', values },
    });
    return found.violations;
  }, tags);
  const told = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.target.join(' ')}\n  ${node.failureSummary}`),
  );
  expect(told, 'accessibility violations').toEqual([]);
}
