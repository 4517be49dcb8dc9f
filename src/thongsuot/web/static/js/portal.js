// The portal works without this file; it only saves a press here and there.
"use strict";
document.documentElement.classList.add("js");
