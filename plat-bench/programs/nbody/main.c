#include <math.h>
#include <stdio.h>

#define SOLAR_MASS 39.47841760435743
#define DAYS_PER_YEAR 365.24

typedef struct {
  double x, y, z, vx, vy, vz, mass;
} body_t;

enum { BODIES = 5 };

static body_t bodies[BODIES] = {
    {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0},
    {4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01, 1.66007664274403694e-03,
     7.69901118419740425e-03, -6.90460016972063023e-05, 9.54791938424326609e-04},
    {8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01, -2.76742510726411120e-03,
     4.99852801234917238e-03, 2.30417297573763929e-05, 2.85885980666130812e-04},
    {1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01, 2.96460137564761618e-03,
     2.37847173959480950e-03, -2.96589568540237556e-05, 4.36624404335156298e-05},
    {1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01, 2.68067772490389322e-03,
     1.62824170038242295e-03, -9.51592254519715870e-05, 5.15138902046611451e-05},
};

static void start(void) {
  double px = 0.0, py = 0.0, pz = 0.0;
  for (int i = 0; i < BODIES; i++) {
    body_t *b = &bodies[i];
    b->vx *= DAYS_PER_YEAR;
    b->vy *= DAYS_PER_YEAR;
    b->vz *= DAYS_PER_YEAR;
    b->mass *= SOLAR_MASS;
    px += b->vx * b->mass;
    py += b->vy * b->mass;
    pz += b->vz * b->mass;
  }
  bodies[0].vx = -px / SOLAR_MASS;
  bodies[0].vy = -py / SOLAR_MASS;
  bodies[0].vz = -pz / SOLAR_MASS;
}

static double energy(const body_t *bodies, int n) {
  double e = 0.0;
  for (int i = 0; i < n; i++) {
    const body_t *a = &bodies[i];
    e += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
    for (int j = i + 1; j < n; j++) {
      const body_t *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      e -= a->mass * b->mass / sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

static void advance(body_t *bodies, int n, double dt) {
  for (int i = 0; i < n; i++) {
    body_t *a = &bodies[i];
    for (int j = i + 1; j < n; j++) {
      body_t *b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      double squared = dx * dx + dy * dy + dz * dz;
      double magnitude = dt / (squared * sqrt(squared));
      double by_a = a->mass * magnitude, by_b = b->mass * magnitude;
      a->vx -= dx * by_b;
      a->vy -= dy * by_b;
      a->vz -= dz * by_b;
      b->vx += dx * by_a;
      b->vy += dy * by_a;
      b->vz += dz * by_a;
    }
  }
  for (int i = 0; i < n; i++) {
    body_t *b = &bodies[i];
    b->x += dt * b->vx;
    b->y += dt * b->vy;
    b->z += dt * b->vz;
  }
}

int main(void) {
  start();
  for (int i = 0; i < 5000000; i++)
    advance(bodies, BODIES, 0.01);
  printf("checksum: %.9f\n", energy(bodies, BODIES));
}
