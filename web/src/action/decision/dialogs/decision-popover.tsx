import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import './decision-popover.css';

interface Props {
  title: string;
  /** The bar above which it opens. */
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
}

const GAP = 8;

/**
 * A small dialog above the decision bar, open as long as it is mounted. Native: the browser keeps the focus inside, closes it with
 * Escape and gives the focus back.
 */
export function DecisionPopover({ title, anchor, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [place, setPlace] = useState<CSSProperties>();
  useEffect(() => {
    const { current } = dialog;
    const { top, left, right } = anchor.current!.getBoundingClientRect();
    const isRightToLeft = getComputedStyle(current!).direction === 'rtl';
    setPlace({
      insetBlockEnd: window.innerHeight - top + GAP,
      insetInlineStart: (isRightToLeft ? window.innerWidth - right : left) + GAP * 1.5,
      maxHeight: top - 2 * GAP,
    });
    // Said aloud, because keys/use-keys.ts looks for the attribute.
    current!.setAttribute('role', 'dialog');
    current!.showModal();
    current!.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    // A click beside it lands on its backdrop, which belongs to the dialog itself.
    const onClick = ({ target }: MouseEvent) => target === current && current!.close();
    current!.addEventListener('click', onClick);
    return () => {
      current!.removeEventListener('click', onClick);
      current!.close();
    };
  }, [anchor]);
  return (
    <dialog
      ref={dialog}
      className="decision-popover"
      style={place}
      aria-labelledby={titleId}
      onClose={() => !dialog.current?.open && onClose()}
    >
      <div className="decision-dialog">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
