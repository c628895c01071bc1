"""A fictional population over two years, for demo and for trying reports at full size.

Everybody is marked as fictional, everything follows from the seed, and nothing is written unless
all of it is. What is kept small on purpose:

- Lessons read and passed tests are written for modules done on the learner's own; of others only
  the completion.
- The förtest is written with every answer, for about seven learners in ten.
- A kunskapstest is written with attempts and answers for one learner in five, and for at most
  about 2 000 learners; the others have their completion without the attempt behind it.
- Modules point at the version published when the simulation ran, also when they were done before.
"""
