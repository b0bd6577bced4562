// Choosing a file as a person does: from a disk.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from '@playwright/test';
import type { Upload } from './photo.ts';

/** Puts a file where it can be chosen, in a folder of its own, and gives its path. */
function onDisk({ name, buffer }: Upload): string {
  const folder = mkdtempSync(join(tmpdir(), 'careerup-e2e-upload-'));
  writeFileSync(join(folder, name), buffer);
  return join(folder, name);
}

/** Chooses a file in an input. */
export async function chooseFile(input: Locator, file: Upload): Promise<void> {
  await input.setInputFiles(onDisk(file));
}
