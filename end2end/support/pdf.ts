// Documents of several pages, written here by hand: each page is one colour, so that a picture of it can be told apart.
import type { Upload } from './photo.ts';

/** A page for each colour (`1 0 0` is red), A4. */
export function document(colours: string[]): Upload {
  const kids = colours.map((_, at) => `${3 + at * 2} 0 R`).join(' ');
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Count ${colours.length} /Kids [${kids}] >>`];
  colours.forEach((colour, at) => {
    const content = `${colour} rg 0 0 595 842 re f`;
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${4 + at * 2} 0 R >>`);
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  });
  let text = '%PDF-1.7\n';
  const places = objects.map((object, at) => {
    const place = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const place of places) text += `${String(place).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return { name: 'shorui.pdf', mimeType: 'application/pdf', buffer: Buffer.from(text, 'latin1') };
}
