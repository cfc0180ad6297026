/** What of a window cannot be pressed: controls that are cut off where nothing scrolls, or that something else covers. */
import type { Page } from 'playwright-core';

/** A line per control that is out of reach; of the uppermost dialog or menu, else of the whole window. */
export function outOfReach(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    type Box = { left: number; top: number; right: number; bottom: number };
    const top = [...document.querySelectorAll('[role=dialog], [role=alertdialog], [role=menu]')].at(-1) ?? document;
    const controls = top.querySelectorAll<HTMLElement>('button, input, select, textarea, [role=tab], [role=switch]');
    return [...controls].flatMap((control) => {
      const whole = control.getBoundingClientRect();
      const isSeen = control.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      const isHidden = control.closest('[aria-hidden=true], [inert], [data-base-ui-focus-guard]') !== null;
      if (!isSeen || isHidden || whole.width < 3 || whole.height < 3) return [];
      const name = `${control.getAttribute('aria-label') ?? control.textContent}`.slice(0, 60);
      const left: Box = { left: whole.left, top: whole.top, right: whole.right, bottom: whole.bottom };
      const scrolls = { x: false, y: false };
      for (let parent = control.parentElement; parent !== null; parent = parent.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(parent);
        const frame = parent.getBoundingClientRect();
        scrolls.x ||= /auto|scroll/.test(overflowX) && parent.scrollWidth > parent.clientWidth;
        scrolls.y ||= /auto|scroll/.test(overflowY) && parent.scrollHeight > parent.clientHeight;
        if (overflowX !== 'visible') {
          left.left = Math.max(left.left, frame.left);
          left.right = Math.min(left.right, frame.right);
        }
        if (overflowY !== 'visible') {
          left.top = Math.max(left.top, frame.top);
          left.bottom = Math.min(left.bottom, frame.bottom);
        }
        if (position === 'fixed') break;
      }
      const width = Math.min(left.right, innerWidth) - Math.max(left.left, 0);
      const height = Math.min(left.bottom, innerHeight) - Math.max(left.top, 0);
      const isCutAcross = width < whole.width * 0.9;
      const isCutDown = height < whole.height * 0.9;
      if ((isCutAcross && !scrolls.x) || (isCutDown && !scrolls.y)) return [`cut off: ${name}`];
      if (isCutAcross || isCutDown) return [];
      // At both ends too: what covers one half leaves the middle free.
      const places = [0.1, 0.5, 0.9].map((part) => whole.left + whole.width * part);
      const above = places
        .map((x) => document.elementFromPoint(x, whole.top + whole.height / 2))
        .find(
          (hit) => hit && !control.contains(hit) && !hit.contains(control) && !control.closest('label')?.contains(hit),
        );
      return above ? [`covered: ${name} by ${above.textContent?.slice(0, 40) || above.tagName}`] : [];
    });
  });
}
