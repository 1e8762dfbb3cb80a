/** Entry of the worker that draws what a recipe does to an image. Its script is small: it brings no tfjs. */
import { expose } from '../expose.ts';
import { PicturesHost } from './pictures-host.ts';

expose(new PicturesHost());
