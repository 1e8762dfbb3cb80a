import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';

export const COLOUR_SCHEMES = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;
