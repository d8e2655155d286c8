import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const CONTRAST = ['color-contrast', 'link-in-text-block'];

/** What is wrong with the page as it stands now, by WCAG 2.2 A and AA, one line for each element. */
export async function barriers(page: Page, look: 'everything' | 'contrast'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const options: RunOptions =
    look === 'everything'
      ? { runOnly: { type: 'tag', values: WCAG_22_AA }, resultTypes: ['violations'] }
      : { runOnly: { type: 'rule', values: CONTRAST }, resultTypes: ['violations'] };
  const results = await page.evaluate(async (asked) => {
    // The watermark lies over everything; behind it no colour could be judged.
    for (const mark of document.querySelectorAll<HTMLElement>('[data-testid=demo-watermark]')) mark.style.display = 'none';
    const { axe } = window as unknown as { axe: { run: (where: Document, how: unknown) => Promise<AxeResults> } };
    const { violations, passes } = await axe.run(document, asked);
    return { violations, judged: passes.find((rule) => rule.id === 'color-contrast')?.nodes.length ?? 0 };
  }, options);
  // Nothing judged would be nothing wrong.
  const unjudged = results.judged === 0 ? ['no colour was judged'] : [];
  return [
    ...unjudged,
    ...results.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary?.replace(/\s+/g, ' ') ?? ''}`),
    ),
  ];
}

/** What has the keyboard, in words, and whether it can be seen that it has. */
export function focused(page: Page): Promise<{ readonly name: string; readonly seen: boolean; readonly path: string }> {
  return page.evaluate(() => {
    const active = document.activeElement as HTMLElement | null;
    if (active === null || active === document.body) return { name: '', seen: true, path: 'body' };
    // A field may show it on the frame around it.
    const marked = [active, active.parentElement, active.nextElementSibling].some((element) => {
      if (element === null) return false;
      const style = getComputedStyle(element);
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    });
    const box = active.getBoundingClientRect();
    const inside = box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    const path: string[] = [];
    for (let element: Element | null = active; element?.parentElement != null; element = element.parentElement)
      path.unshift(`${element.tagName}${String([...element.parentElement.children].indexOf(element))}`);
    return {
      name: active.getAttribute('aria-label') ?? active.textContent.trim().slice(0, 60),
      seen: marked && inside,
      path: path.join('>'),
    };
  });
}
