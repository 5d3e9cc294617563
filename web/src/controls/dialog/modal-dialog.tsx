import { type CSSProperties, type ReactNode, type RefObject, useEffect, useId, useLayoutEffect } from 'react';
import './modal-dialog.css';

export interface ModalProps {
  /** The name of the dialog. */
  title: string;
  /** Whether the title is shown as a heading; a screen reader says it in any case. */
  isTitleShown?: boolean;
  /** Closes it on Escape and on a click beside it. Without this, only what unmounts it closes it. */
  onClose?: () => void;
  children: ReactNode;
}

interface Props extends ModalProps {
  ref: RefObject<HTMLDialogElement | null>;
  className: string;
  style?: CSSProperties;
  role?: 'alertdialog';
}

/**
 * The browser's own dialog, open as long as it is mounted: the browser keeps the focus inside and gives it back. The focus goes to
 * the element with `data-autofocus`, or to the dialog itself.
 */
export function ModalDialog({
  ref,
  className,
  style,
  role,
  title,
  isTitleShown = true,
  onClose,
  children,
}: Props) {
  const id = useId();
  useLayoutEffect(() => {
    const dialog = ref.current!;
    dialog.showModal();
    (dialog.querySelector<HTMLElement>('[data-autofocus]') ?? dialog).focus();
    // While it still is in the document; the focus would be lost otherwise.
    return () => dialog.close();
  }, [ref]);
  useEffect(() => watch(ref.current!, onClose), [ref, onClose]);
  return (
    <dialog
      ref={ref}
      className={`modal-dialog ${className}`}
      style={style}
      role={role}
      tabIndex={-1}
      closedby={onClose ? 'closerequest' : 'none'}
      aria-label={isTitleShown ? undefined : title}
      aria-labelledby={isTitleShown ? id : undefined}
    >
      <div className="modal-dialog-content">
        {isTitleShown && <h2 id={id}>{title}</h2>}
        {children}
      </div>
    </dialog>
  );
}

/** Listens for the ways in which a person closes a dialog. @returns a function that stops this */
function watch(dialog: HTMLDialogElement, onClose: (() => void) | undefined): () => void {
  const listening = new AbortController();
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    act: (event: HTMLElementEventMap[K]) => void,
  ) => dialog.addEventListener(type, act, { signal: listening.signal });
  listen('close', () => {
    if (dialog.open) return;
    if (onClose) onClose();
    else dialog.showModal();
  });
  // For browsers that do not know `closedby`.
  if (!onClose) listen('keydown', (event) => event.key === 'Escape' && event.preventDefault());
  // What is beside it is its backdrop, which belongs to the dialog itself. Text that is selected may end there, too.
  let isPressedBeside = false;
  listen('pointerdown', ({ target }) => {
    isPressedBeside = target === dialog;
  });
  listen('click', ({ target }) => {
    if (onClose && isPressedBeside && target === dialog) dialog.close();
  });
  return () => listening.abort();
}
