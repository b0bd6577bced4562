// Readers that type like a keyboard, at a gate on a computer: what they type is a card, what a person types is not.
import { demoCard } from '../../support/demo.ts';
import { type Gate, openGate } from '../../support/gate.ts';
import { type GateGround, gateGround, phoneOf } from '../../support/gate-server.ts';
import { expect, prepared, test as base, watch } from '../../support/fixtures.ts';

const recorded = /^(入場|退場)$/;

let ground: GateGround;
const test = base.extend<{ gate: Gate }>({
  gate: async ({ browser, faults }, use) => {
    const context = await phoneOf(browser, ground);
    context.on('page', (page) => watch(page, faults));
    const gate = await openGate(context, ground.server.url, { mode: 'absent' });
    await gate.begin();
    await expect(gate.page.getByRole('alert').filter({ hasText: 'このブラウザではカードを読めません' })).toBeVisible();
    await use(gate);
    await context.close();
  },
});
test.beforeAll(async ({ browser }) => {
  ground = await gateGround(browser);
});
test.afterAll(async () => ground?.server.dispose());

const serial = (at: number) => demoCard(ground.server.data, at).serial.replaceAll(':', '').toUpperCase();

/** Types as a reader does, or as slowly as a person, by events with times of their own; `ime`: with a Japanese input method on.
 * Whether the gate took the last key, which then presses no button. */
function type(gate: Gate, text: string, everyMs: number, ime = false): Promise<boolean> {
  return gate.page.evaluate(
    ({ text, everyMs, ime }) => {
      const begin = performance.now();
      let taken = false;
      for (const [at, letter] of [...text, 'Enter'].entries()) {
        const code = letter === 'Enter' ? letter : /\d/.test(letter) ? `Digit${letter}` : `Key${letter}`;
        const event = new KeyboardEvent('keydown', { key: ime ? 'Process' : letter, code, bubbles: true, cancelable: true });
        Object.defineProperty(event, 'timeStamp', { value: begin + at * everyMs });
        taken = !(document.activeElement ?? document.body).dispatchEvent(event);
      }
      return taken;
    },
    { text, everyMs, ime },
  );
}

test('a serial number typed by a reader is a touch, without proof of the card @desktop', async ({ gate }) => {
  const sent = gate.page.waitForRequest(/\/api\/v1\/gate\/touches$/);
  await type(gate, serial(4), 10);
  expect((await sent).postDataJSON().items[0].reading).toEqual({ by: 'serial', serial: serial(4) });
  await expect(gate.result).toHaveText(recorded);
  await expect(gate.page.getByRole('status').filter({ hasText: '髙橋 大輔' })).toBeVisible();
});

test('a Japanese input method does not matter, and a printed number is read too @desktop', async ({ gate, logIns }) => {
  await type(gate, serial(5), 10, true);
  await expect(gate.page.getByRole('status').filter({ hasText: '伊藤 翔' })).toBeVisible();
  await expect(gate.result).toHaveText(recorded);
  const sent = gate.page.waitForRequest(/\/api\/v1\/gate\/touches$/);
  await type(gate, logIns.technician, 10);
  expect((await sent).postDataJSON().items[0].reading).toEqual({ by: 'typed', technician_id: prepared().logIns.technician });
});

test('what a person types is no card: too slow, or into a field @desktop', async ({ gate }) => {
  expect(await type(gate, serial(9), 60)).toBe(false);
  await gate.page.getByRole('button', { name: '番号を入れる' }).first().click();
  await gate.page.getByLabel('技能者ID').focus();
  await type(gate, serial(9), 10);
  await expect(gate.page.getByLabel('技能者ID')).toBeVisible();
  await expect.poll(() => gate.kept()).toBe(0);
  await expect(gate.page.getByText('中村 誠')).toHaveCount(0);
});

test('the Enter of a reader presses no button @desktop', async ({ gate }) => {
  await gate.page.getByRole('button', { name: 'きょうの記録' }).focus();
  expect(await type(gate, serial(10), 10), 'the key goes no further').toBe(true);
  await expect(gate.result).toHaveText(recorded);
  await expect(gate.page.getByRole('heading', { name: 'きょうの記録' })).toHaveCount(0);
});
