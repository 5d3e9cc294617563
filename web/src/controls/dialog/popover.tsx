import { type CSSProperties, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { ModalDialog, type ModalProps } from './modal-dialog.js';
import { placeBeside, type Side } from './place.js';
import './popover.css';

interface Props extends ModalProps {
  /** Beside which it opens. */
  anchor: RefObject<HTMLElement | null>;
  side: Side;
}

/** A small dialog beside what opened it. */
export function Popover({ anchor, side, ...props }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const [place, setPlace] = useState<CSSProperties>();
  useLayoutEffect(() => {
    const show = () => {
      const dialog = ref.current!;
      const { innerWidth: width, innerHeight: height } = window;
      const isRightToLeft = getComputedStyle(dialog).direction === 'rtl';
      const at = anchor.current!.getBoundingClientRect();
      setPlace(placeBeside(at, dialog.offsetWidth, { width, height }, side, isRightToLeft));
    };
    show();
    window.addEventListener('resize', show);
    return () => window.removeEventListener('resize', show);
  }, [anchor, side]);
  return <ModalDialog {...props} ref={ref} className="popover" style={place} />;
}
