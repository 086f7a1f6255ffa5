'use client';

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { type TemplateProblem, toDiagnostics } from './diagnostics';
import { type CompletionNames, velocityCompletions } from './velocity-completion';
import { velocityLanguage } from './velocity-language';
import { velocityTheme } from './velocity-theme';

export interface VelocityEditorHandle {
  /** Puts the cursor there and shows it. */
  goTo(line: number, column: number): void;
  /** All of the text, as one change that can be undone. */
  replace(text: string): void;
  insert(text: string): void;
}

export interface VelocityEditorProps {
  /** The text to begin with: from then on it is the editor's, and `handle` changes it. */
  readonly initialValue: string;
  readonly onChange: (value: string) => void;
  readonly problems: readonly TemplateProblem[];
  readonly names: CompletionNames;
  readonly readOnly: boolean;
  readonly label: string;
  /** Id of the element that says how to leave it with the keyboard. */
  readonly describedBy: string;
  readonly handle: Ref<VelocityEditorHandle>;
}

/** CodeMirror keeps its own state. Typing must never wait for React, nor be overwritten by a rendering that is a key behind. */
export function VelocityEditor(props: VelocityEditorProps) {
  const { initialValue, problems, readOnly, label, describedBy, handle } = props;
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const editable = useRef(new Compartment());

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; what changes later is told below
  useEffect(() => {
    if (parent.current === null) return;
    const created = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: initialValue,
        extensions: [
          ...[lineNumbers(), lintGutter(), highlightActiveLineGutter(), highlightActiveLine(), history()],
          ...[drawSelection(), bracketMatching(), closeBrackets(), highlightSelectionMatches(), search({ top: true })],
          ...[indentUnit.of('  '), EditorState.tabSize.of(2), velocityLanguage, velocityTheme],
          autocompletion({ override: [velocityCompletions(() => latest.current.names)], icons: false }),
          keymap.of([
            ...[closeBracketsKeymap, defaultKeymap, searchKeymap, historyKeymap, completionKeymap, lintKeymap].flat(),
            // Escape and then Tab leaves, as in our other editors: CodeMirror's own rule.
            indentWithTab,
          ]),
          placeholder('{"id": "$input.params(\'petId\')"}'),
          EditorView.contentAttributes.of({ 'aria-label': label, 'aria-describedby': describedBy }),
          editable.current.of(editability(readOnly)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = created;
    return () => created.destroy();
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: editable.current.reconfigure(editability(readOnly)) });
  }, [readOnly]);

  useEffect(() => {
    const editor = view.current;
    if (editor !== null) editor.dispatch(setDiagnostics(editor.state, toDiagnostics(problems, editor.state.doc)));
  }, [problems]);

  useImperativeHandle(
    handle,
    () => ({
      goTo(line, column) {
        const editor = view.current;
        if (editor === null) return;
        const { doc } = editor.state;
        const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
        const anchor = Math.min(at.from + column - 1, at.to);
        editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
        editor.focus();
      },
      replace(text) {
        const editor = view.current;
        if (editor === null || editor.state.doc.toString() === text) return;
        editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
      },
      insert(text) {
        const editor = view.current;
        if (editor === null) return;
        editor.dispatch(editor.state.replaceSelection(text));
        editor.focus();
      },
    }),
    [],
  );

  return <div ref={parent} className="h-full min-h-0" />;
}

const editability = (readOnly: boolean) => [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)];
