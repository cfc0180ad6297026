/** The time strip of a stream that never was, in grey, with words where a real one has figures. Decoration that teaches. */
import styles from './ExampleStrip.module.css';

/** Places in percent of the width. A fixed pattern: the same on every start. */
const ticks = Array.from({ length: 96 }, (_, index) => index)
  .map((index) => ({ left: 14.5 + index * 0.84 + ((index * 37) % 7) * 0.06, height: 8 + ((index * 53) % 17) }))
  .filter(({ left }) => left < 54.6 || (left > 66.8 && left < 95.8));
const seconds = [2, 4, 6, 8, 10, 12, 14];

/** 148 px high, as the real one. */
export function ExampleStrip() {
  return (
    <section className={styles.strip} aria-label="How the time strip reads">
      <div className={styles.gutter}>
        <span style={{ top: 12 }}>blocks</span>
        <span style={{ top: 52 }}>tok/s</span>
        <span style={{ top: 99 }}>events</span>
      </div>
      <div className={styles.lanes}>
        <i className={styles.phase} style={{ left: '0.2%', width: '6.8%' }} />
        <i className={styles.phase} style={{ left: '7.2%', width: '6.6%' }} />
        <Block left={14} width={24} title="reasoning" />
        <Block left={39} width={37} title="text" />
        <Block left={77} width={19} title="tool call" />
        <em style={{ left: '0.6%' }}>waiting</em>
        <em style={{ left: '14.4%' }}>every event stands at its moment</em>
        <i className={styles.stall} />
        <em style={{ left: '57.5%' }}>a stall</em>
        <em style={{ left: '77.4%' }}>drag to any moment</em>
        {ticks.map(({ left, height }) => (
          <i key={left} className={styles.tick} style={{ left: `${left}%`, height }} />
        ))}
        <i className={styles.base} />
        {seconds.map((second) => (
          <span key={second} className={styles.second} style={{ left: `${(second / 15) * 100}%` }}>
            {second} s
          </span>
        ))}
        <i className={styles.playhead}>
          <b>0.00 s</b>
        </i>
      </div>
    </section>
  );
}

function Block({ left, width, title }: { readonly left: number; readonly width: number; readonly title: string }) {
  return (
    <span className={styles.block} style={{ left: `${left}%`, width: `${width}%` }}>
      {title}
    </span>
  );
}
