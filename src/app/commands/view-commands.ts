import {
  IconChartLine,
  IconCommand,
  IconGauge,
  IconGitCompare,
  IconHelp,
  IconPhoto,
  IconReportAnalytics,
  IconSchool,
  IconTable,
  IconTrophy,
} from '@tabler/icons-react';
import { create } from 'zustand';
import { focusLesson, hasLesson } from '../../state/lessons/focus-lesson.ts';
import { alwaysEnabled, type Command } from '../../ui/command.ts';

interface OverlayState {
  /** The palette has been asked for once, so that its code is here. */
  readonly palette: boolean;
  readonly help: boolean;
  /** The word that the help opens at; null: at its beginning. */
  readonly word: string | null;
}

export const useOverlays = create<OverlayState>(() => ({
  palette: false,
  help: false,
  word: null,
}));

export const TABS = [
  { path: '/train', label: 'Train', hint: 'Curves of the runs', icon: IconChartLine },
  { path: '/data', label: 'Data', hint: 'The images, and other sets', icon: IconPhoto },
  { path: '/results', label: 'Results', hint: 'Scores of one run', icon: IconReportAnalytics },
  { path: '/compare', label: 'Compare', hint: 'Runs side by side', icon: IconGitCompare },
  {
    path: '/study',
    label: 'Study',
    hint: 'Many recipes and seeds: which choice really helped',
    icon: IconTable,
  },
] as const;

/** The tabs, and the pages that are reached from elsewhere and from the palette: a phone has no room for more tabs. */
type PagePath = (typeof TABS)[number]['path'] | '/bench' | '/learn' | '/classroom' | '/challenge';

/** What each page is called where it has a short name. */
export const PAGE_LABELS: Readonly<Partial<Record<string, string>>> = {
  ...Object.fromEntries(TABS.map(({ path, label }) => [path, label])),
  '/bench': 'This device',
  '/learn': 'Learn',
  '/classroom': 'A class',
  '/challenge': 'A challenge',
};

/** Set by the shell, as the router is made of the pages that use the commands. */
let navigateTo: (path: PagePath) => void = () => undefined;

export function connectNavigation(navigate: (path: PagePath) => void): void {
  navigateTo = navigate;
}

const tabCommands: readonly Command[] = TABS.map(({ path, label, hint, icon }, index) => ({
  ...alwaysEnabled,
  id: `tab-${label}`,
  label: `Show ${label}`,
  hint,
  group: 'View',
  keys: [`${index + 1}`],
  icon,
  perform: () => navigateTo(path),
}));

export const helpCommand: Command = {
  ...alwaysEnabled,
  id: 'help',
  label: 'Help and shortcuts',
  hint: 'What this page does, every key, and its words.',
  group: 'Help',
  keys: ['?'],
  icon: IconHelp,
  perform: () => useOverlays.setState({ help: true, word: null }),
};

const benchCommand: Command = {
  ...alwaysEnabled,
  id: 'bench',
  label: 'Measure this device',
  hint: 'How quickly it trains, beside stock TensorFlow.js.',
  group: 'View',
  keys: [],
  icon: IconGauge,
  perform: () => navigateTo('/bench'),
};

export const learnCommand: Command = {
  ...alwaysEnabled,
  id: 'learn',
  label: 'Learn',
  hint: 'Lessons of a few minutes, beside the live page.',
  group: 'Help',
  keys: [],
  icon: IconSchool,
  perform: () => navigateTo('/learn'),
};

const lessonCommand: Command = {
  ...alwaysEnabled,
  isEnabled: hasLesson,
  id: 'lesson',
  label: 'Back to the lesson',
  hint: 'From any place on the page that it led you to.',
  group: 'View',
  keys: ['L'],
  icon: IconSchool,
  perform: focusLesson,
};

const classroomCommand: Command = {
  ...alwaysEnabled,
  id: 'classroom',
  label: 'A class of students',
  hint: 'Give a study out, and pool what students hand in.',
  group: 'View',
  keys: [],
  icon: IconSchool,
  perform: () => navigateTo('/classroom'),
};

const challengeCommand: Command = {
  ...alwaysEnabled,
  id: 'challenge',
  label: 'A challenge',
  hint: 'A set, a budget and a goal; the board orders what is handed in.',
  group: 'View',
  keys: [],
  icon: IconTrophy,
  perform: () => navigateTo('/challenge'),
};

const paletteCommand: Command = {
  ...alwaysEnabled,
  id: 'palette',
  label: 'Find a command',
  hint: 'All commands, and the words of the page, by name.',
  group: 'Help',
  keys: ['mod+K'],
  icon: IconCommand,
  perform: () => useOverlays.setState({ palette: true }),
};

export const VIEW_COMMANDS: readonly Command[] = [
  ...tabCommands,
  classroomCommand,
  challengeCommand,
  benchCommand,
  learnCommand,
  lessonCommand,
  helpCommand,
  paletteCommand,
];
