import type { ReactNode } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import './over-dialog.css';

interface Props {
  isOpen: boolean;
  onClose?: () => void;
  /** Whether a click beside it and Escape close it. */
  isDismissable?: boolean;
  role?: 'dialog' | 'alertdialog';
  /** The name, unless a `<Heading slot="title">` inside says it. */
  label?: string;
  children: ReactNode;
}

/** A dialog over the page. The page below stays as it is, and gets the focus back. */
export function OverDialog({ isOpen, onClose, isDismissable = true, role, label, children }: Props) {
  return (
    <ModalOverlay
      className="over-dialog-veil"
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose?.()}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
    >
      <Modal className="over-dialog">
        <Dialog className="over-dialog-content" role={role} aria-label={label}>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
